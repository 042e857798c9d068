/** The two demo practices: facts only. Bookings are made from them by `fill-calendar.ts`. */

export interface SeedService {
  slug: string
  name: string
  nameDe: string
  description: string
  descriptionDe: string
  durationMinutes: number
  bufferBeforeMinutes?: number
  bufferAfterMinutes?: number
  priceCents: number
  capacity?: number
  needs?: readonly string[]
  /** Keys of practitioners. */
  by: readonly string[]
}

export interface SeedPractitioner {
  key: string
  displayName: string
  title: string
  titleDe: string
  /** ISO weekday → spans of wall time. */
  hours: Readonly<Record<number, readonly (readonly [string, string])[]>>
}

export interface SeedPractice {
  slug: string
  name: string
  locale: "en" | "de"
  zone: string
  currency: string
  country: string
  preset: string
  accent: string
  tagline: string
  taglineDe: string
  contactPhone: string
  location: { name: string; address: string }
  policy: { noticeMinutes: number; horizonDays: number; granularityMinutes: number }
  practitioners: readonly SeedPractitioner[]
  resources: readonly { kind: string; name: string }[]
  services: readonly SeedService[]
  /** Meetings of group services, weekly. */
  groups: readonly { service: string; practitioner: string; weekday: number; startWall: string }[]
}

const week = (
  days: readonly number[],
  ...spans: readonly (readonly [string, string])[]
): SeedPractitioner["hours"] => Object.fromEntries(days.map((day) => [day, spans]))

const lumen: SeedPractice = {
  slug: "lumen",
  name: "Lumen",
  locale: "de",
  zone: "Europe/Berlin",
  currency: "EUR",
  country: "DE",
  preset: "clinic",
  accent: "#8a3b5c",
  tagline: "Dermatology and laser medicine on the Landwehr canal.",
  taglineDe: "Dermatologie und Lasermedizin am Landwehrkanal.",
  contactPhone: "+49 30 5550 1420",
  location: { name: "Lumen am Kanal", address: "Paul-Lincke-Ufer 12, 10999 Berlin" },
  policy: { noticeMinutes: 120, horizonDays: 60, granularityMinutes: 15 },
  practitioners: [
    {
      key: "weiss",
      displayName: "Dr. Johanna Weiss",
      title: "Dermatologist",
      titleDe: "Fachärztin für Dermatologie",
      hours: week([1, 2, 3, 4], ["08:30", "12:30"], ["13:30", "17:00"]),
    },
    {
      key: "arslan",
      displayName: "Dr. Emre Arslan",
      title: "Dermatologist, laser medicine",
      titleDe: "Facharzt für Dermatologie, Lasermedizin",
      hours: { ...week([1, 3], ["10:00", "14:00"], ["15:00", "19:00"]), ...week([2, 5], ["09:00", "15:00"]) },
    },
    {
      key: "lindqvist",
      displayName: "Maja Lindqvist",
      title: "Medical cosmetician",
      titleDe: "Medizinische Kosmetikerin",
      hours: week([2, 3, 4, 5], ["09:00", "13:00"], ["14:00", "18:00"]),
    },
    {
      key: "okafor",
      displayName: "Chidi Okafor",
      title: "Laser therapist",
      titleDe: "Lasertherapeut",
      hours: { ...week([1, 4, 5], ["10:00", "18:00"]), ...week([6], ["10:00", "14:00"]) },
    },
  ],
  resources: [
    { kind: "treatment-room", name: "Behandlungsraum 1" },
    { kind: "treatment-room", name: "Behandlungsraum 2" },
    { kind: "laser", name: "Nd:YAG-Laser" },
  ],
  services: [
    {
      slug: "first-consultation",
      name: "First consultation",
      nameDe: "Erstgespräch",
      description: "We listen, look closely, and plan the next step together.",
      descriptionDe: "Wir hören zu, sehen genau hin und planen gemeinsam den nächsten Schritt.",
      durationMinutes: 30,
      bufferAfterMinutes: 5,
      priceCents: 6500,
      by: ["weiss", "arslan"],
    },
    {
      slug: "skin-check",
      name: "Full skin check",
      nameDe: "Hautkrebsvorsorge",
      description: "Examination of the whole skin with a dermatoscope.",
      descriptionDe: "Untersuchung der gesamten Haut mit dem Auflichtmikroskop.",
      durationMinutes: 30,
      bufferAfterMinutes: 5,
      priceCents: 8900,
      by: ["weiss", "arslan"],
    },
    {
      slug: "follow-up",
      name: "Follow-up",
      nameDe: "Kontrolltermin",
      description: "A short look at how things have developed.",
      descriptionDe: "Ein kurzer Blick darauf, wie sich alles entwickelt hat.",
      durationMinutes: 15,
      priceCents: 3500,
      by: ["weiss", "arslan"],
    },
    {
      slug: "acne-consultation",
      name: "Acne consultation",
      nameDe: "Aknesprechstunde",
      description: "A plan for clearer skin, for teenagers and adults.",
      descriptionDe: "Ein Plan für klarere Haut, für Jugendliche und Erwachsene.",
      durationMinutes: 45,
      bufferAfterMinutes: 5,
      priceCents: 9500,
      by: ["weiss", "lindqvist"],
    },
    {
      slug: "mole-removal",
      name: "Mole removal",
      nameDe: "Muttermalentfernung",
      description: "Minor surgery under local anaesthetic.",
      descriptionDe: "Kleiner Eingriff in örtlicher Betäubung.",
      durationMinutes: 45,
      bufferBeforeMinutes: 10,
      bufferAfterMinutes: 15,
      priceCents: 18500,
      needs: ["treatment-room"],
      by: ["weiss", "arslan"],
    },
    {
      slug: "laser-hair-removal",
      name: "Laser hair removal",
      nameDe: "Laser-Haarentfernung",
      description: "One area, with cooling. Please come unshaven for the first visit.",
      descriptionDe: "Ein Areal, mit Kühlung. Zum ersten Termin bitte unrasiert kommen.",
      durationMinutes: 45,
      bufferAfterMinutes: 15,
      priceCents: 14900,
      needs: ["treatment-room", "laser"],
      by: ["arslan", "okafor"],
    },
    {
      slug: "vascular-laser",
      name: "Vascular laser",
      nameDe: "Gefäßlaser",
      description: "For small visible veins on the face and legs.",
      descriptionDe: "Für kleine sichtbare Äderchen im Gesicht und an den Beinen.",
      durationMinutes: 30,
      bufferAfterMinutes: 15,
      priceCents: 16900,
      needs: ["treatment-room", "laser"],
      by: ["arslan", "okafor"],
    },
    {
      slug: "chemical-peel",
      name: "Chemical peel",
      nameDe: "Fruchtsäurepeeling",
      description: "Gentle renewal of the upper layer of the skin.",
      descriptionDe: "Sanfte Erneuerung der oberen Hautschicht.",
      durationMinutes: 45,
      bufferAfterMinutes: 10,
      priceCents: 11000,
      needs: ["treatment-room"],
      by: ["lindqvist"],
    },
    {
      slug: "medical-facial",
      name: "Medical facial",
      nameDe: "Medizinische Gesichtsbehandlung",
      description: "Deep cleansing and care, adapted to your skin.",
      descriptionDe: "Tiefenreinigung und Pflege, abgestimmt auf Ihre Haut.",
      durationMinutes: 60,
      bufferAfterMinutes: 10,
      priceCents: 9800,
      by: ["lindqvist"],
    },
  ],
  groups: [],
}

const harbour: SeedPractice = {
  slug: "harbour",
  name: "Harbour",
  locale: "en",
  zone: "America/Vancouver",
  currency: "CAD",
  country: "CA",
  preset: "physiotherapy",
  accent: "#1f5f8b",
  tagline: "Physiotherapy and counselling, two minutes from the seawall.",
  taglineDe: "Physiotherapie und Beratung, zwei Minuten vom Ufer.",
  contactPhone: "+1 604 555 0148",
  location: { name: "Harbour, Coal Harbour", address: "1290 West Cordova Street, Vancouver BC" },
  policy: { noticeMinutes: 240, horizonDays: 60, granularityMinutes: 15 },
  practitioners: [
    {
      key: "chen",
      displayName: "Grace Chen",
      title: "Physiotherapist",
      titleDe: "Physiotherapeutin",
      hours: week([1, 2, 3, 4, 5], ["08:00", "12:00"], ["13:00", "16:30"]),
    },
    {
      key: "macleod",
      displayName: "Rory MacLeod",
      title: "Physiotherapist",
      titleDe: "Physiotherapeut",
      hours: { ...week([1, 3, 5], ["11:00", "19:00"]), ...week([6], ["09:00", "13:00"]) },
    },
    {
      key: "singh",
      displayName: "Amrit Singh",
      title: "Registered clinical counsellor",
      titleDe: "Klinische Beraterin",
      hours: week([2, 3, 4], ["09:30", "13:00"], ["14:00", "19:30"]),
    },
  ],
  resources: [{ kind: "studio", name: "Studio" }],
  services: [
    {
      slug: "physio-assessment",
      name: "Physiotherapy assessment",
      nameDe: "Physiotherapeutische Untersuchung",
      description: "A first visit: history, movement tests and a plan.",
      descriptionDe: "Der erste Besuch: Vorgeschichte, Bewegungstests und ein Plan.",
      durationMinutes: 60,
      bufferAfterMinutes: 10,
      priceCents: 14500,
      by: ["chen", "macleod"],
    },
    {
      slug: "physio-session",
      name: "Physiotherapy session",
      nameDe: "Physiotherapie",
      description: "Treatment and exercises that fit your day.",
      descriptionDe: "Behandlung und Übungen, die in Ihren Tag passen.",
      durationMinutes: 45,
      bufferAfterMinutes: 10,
      priceCents: 11500,
      by: ["chen", "macleod"],
    },
    {
      slug: "counselling",
      name: "Counselling session",
      nameDe: "Beratungsgespräch",
      description: "Fifty minutes that are yours.",
      descriptionDe: "Fünfzig Minuten, die Ihnen gehören.",
      durationMinutes: 50,
      bufferAfterMinutes: 10,
      priceCents: 15500,
      by: ["singh"],
    },
    {
      slug: "couples-counselling",
      name: "Couples counselling",
      nameDe: "Paarberatung",
      description: "A calm place to talk to each other.",
      descriptionDe: "Ein ruhiger Ort, um miteinander zu sprechen.",
      durationMinutes: 80,
      bufferAfterMinutes: 10,
      priceCents: 22000,
      by: ["singh"],
    },
    {
      slug: "back-class",
      name: "Strong back class",
      nameDe: "Kurs: Starker Rücken",
      description: "A small class of eight, in the studio. Bring comfortable clothes.",
      descriptionDe: "Ein kleiner Kurs zu acht, im Studio. Bitte bequeme Kleidung mitbringen.",
      durationMinutes: 60,
      bufferAfterMinutes: 10,
      priceCents: 2800,
      capacity: 8,
      needs: ["studio"],
      by: ["macleod"],
    },
  ],
  groups: [
    { service: "back-class", practitioner: "macleod", weekday: 3, startWall: "17:30" },
    { service: "back-class", practitioner: "macleod", weekday: 6, startWall: "09:30" },
  ],
}

export const practices: readonly SeedPractice[] = [lumen, harbour]

/** Display names of the demo accounts, one per role and practice. */
export const people: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lumen: {
    owner: "Johanna Weiss",
    manager: "Tomasz Nowak",
    clinician: "Emre Arslan",
    reception: "Lena Vogt",
    billing: "Ines Haupt",
  },
  harbour: {
    owner: "Grace Chen",
    manager: "Nadia Petrov",
    clinician: "Amrit Singh",
    reception: "Theo Laurent",
    billing: "Wen Zhao",
  },
}

export const firstNames = [
  "Mara",
  "Jonas",
  "Aylin",
  "Felix",
  "Greta",
  "Omar",
  "Sofia",
  "Paul",
  "Noor",
  "Ida",
  "Lukas",
  "Hanna",
  "Mateo",
  "Rosa",
  "Elias",
  "Yuna",
  "Karl",
  "Amira",
  "Vera",
  "Samuel",
  "Tilda",
  "Ravi",
  "Clara",
  "Anton",
] as const
export const lastNames = [
  "Berger",
  "Demir",
  "Fontaine",
  "Hartmann",
  "Ivanova",
  "Keller",
  "Lopes",
  "Meyer",
  "Nakamura",
  "Olsen",
  "Park",
  "Quist",
  "Richter",
  "Silva",
  "Tran",
  "Ullmann",
  "Wolff",
  "Yilmaz",
  "Zimmer",
  "Bauer",
  "Costa",
] as const
