import { defineConfig } from 'vitest/config';

export default defineConfig({ test: { include: ['scripts/testdata/outcomes/*.example.ts'] } });
