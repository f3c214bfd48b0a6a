/** What the signed-in may read. The placeholder serves until `sst secret set Secret …` gives it a value. */
export const secret = new sst.Secret('Secret', 'CAUTION !!! THIS IS VERY SECRET')
