/** The mark: an L that is a key. The browser has it already, for its tab. */
export const Mark = () => <img className="mark" src="/favicon.svg" alt="" width="30" height="30" />
