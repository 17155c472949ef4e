export type ChosenRepository = { id: string; name: string };
