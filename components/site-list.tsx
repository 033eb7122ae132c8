import { useRef } from 'preact/hooks';
import { t } from '../lib/words';
import { useFocusOnward } from './section';

/** A site the user allowed, as a match pattern. */
export interface GrantedSite {
  readonly pattern: string;
  readonly paused: boolean;
}

/** The sites, and what may be done with one. */
export interface SiteListProps {
  readonly sites: readonly GrantedSite[];
  readonly onPause: (pattern: string, paused: boolean) => void;
  readonly onRemove: (pattern: string) => void;
}

/** Sites in words, each with its pause and its way out. */
export function SiteList({ sites, onPause, onRemove }: SiteListProps) {
  if (sites.length === 0) return <p class="soft">{t('noSites')}</p>;
  return (
    <ul class="plain rows">
      {sites.map((site) => (
        <Site key={site.pattern} site={site} onPause={onPause} onRemove={onRemove} />
      ))}
    </ul>
  );
}

function Site({ site: { pattern, paused }, onPause, onRemove }: Omit<SiteListProps, 'sites'> & { site: GrantedSite }) {
  const row = useRef<HTMLLIElement>(null);
  useFocusOnward(row);
  const name = siteName(pattern);
  return (
    <li ref={row}>
      <span class="name">
        <span dir="auto">{name}</span> {paused && <span class="soft small">{t('paused')}</span>}
      </span>
      <span class="bar">
        <button
          type="button"
          class="button quiet"
          aria-label={`${t(paused ? 'resume' : 'pause')}: ${name}`}
          onClick={() => onPause(pattern, !paused)}
        >
          {t(paused ? 'resume' : 'pause')}
        </button>
        <button
          type="button"
          class="button quiet danger"
          aria-label={`${t('remove')}: ${name}`}
          onClick={() => onRemove(pattern)}
        >
          {t('remove')}
        </button>
      </span>
    </li>
  );
}

/** `https://news.example/*` → `news.example`; a pattern for all sites in words. */
export function siteName(pattern: string): string {
  const [, scheme = '', host = pattern] = /^([^:]+):\/\/([^/]*)/.exec(pattern) ?? [];
  if (host === '*' || pattern === '<all_urls>') return t('allSites', scheme === '*' ? 'http, https' : scheme);
  return scheme === 'http' ? `http://${host}` : host;
}
