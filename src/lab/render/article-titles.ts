import type { Text } from '../../findings/index.ts';
import type { ArticleId } from '../claims/claim.ts';

/** What the articles are called; the last chapter is of claims that no article makes. */
export const articleTitles: Readonly<Record<ArticleId, Text>> = {
  '000': {
    en: 'Article 000: an HPA incident and the memory that Go maps do not release',
    zh: '文章 000：从一次线上 HPA 故障，深挖 Go Map 内存不释放的真相',
  },
  '001': {
    en: 'Article 001: why memory is not released after keys are deleted',
    zh: '文章 001：Go map 删除键后内存不释放？',
  },
  '002': {
    en: 'Article 002: Go maps can leak memory too',
    zh: '文章 002：Go map 竟然也会发生内存泄漏？',
  },
  '003': {
    en: 'Article 003: traps of maps and slices that grow',
    zh: '文章 003：为什么你的 Go 服务内存暴涨？',
  },
  '004': {
    en: 'Article 004: what it means to pass a map',
    zh: '文章 004：Go Map 传参的本质与内存模型',
  },
  own: {
    en: 'What no article says, and a reader should know',
    zh: '文章没有提到、而读者应当知道的',
  },
};
