// A file that cannot be loaded holds no test that could fail.
throw new Error('this file ends while it is loaded');
