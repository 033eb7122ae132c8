/** Line icons on a grid of 24, drawn for this project. */
export const ICON_PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  alike: 'M4 4h9v9H4zM16.5 7H20v13H7v-3.5',
  done: 'M5 13l4.5 4.5L19 7',
  back: 'M15 5l-7 7 7 7',
  remove: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  search: 'M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14zM16 16l5 5',
  hanger: 'M9 7a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8L3.6 17c-1 .7-.5 2 .7 2h15.4c1.2 0 1.7-1.3.7-2L12 11.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  dots: 'M4 5h16v14H4zM9 12a.8.8 0 1 0 .01 0M15 9.5a.8.8 0 1 0 .01 0M14.5 15a.8.8 0 1 0 .01 0',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4M12 11v6M9.5 14.5L12 17l2.5-2.5',
} as const;
