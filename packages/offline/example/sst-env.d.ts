declare module 'sst' {
  export interface Resource {
    Motto: { text: string }
  }
}
import 'sst'
