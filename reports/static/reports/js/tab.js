/* What this tab has seen, as long as it lives. A browser that keeps nothing (private mode, full, switched off) says null
   to everything: then the page knows less, and saves all the same. */

const attempt = (act) => {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
};

export const seen = (name) => attempt((tab) => tab.getItem(name));
export const see = (name, value) => attempt((tab) => tab.setItem(name, value));
export const forget = (name) => attempt((tab) => tab.removeItem(name));
export const forgetAll = () => attempt((tab) => tab.clear());
