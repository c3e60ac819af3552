import { z } from 'zod';

const timestamp = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), 'a date such as 2030-01-31 or 2030-01-31T12:00:00Z');

/** One API key. Without `actions` it may do everything; without `indexes` it reaches all of them. */
export const apiKeySchema = z.strictObject({
  key: z.string().min(1),
  uid: z.uuid().optional(),
  actions: z.array(z.string()).optional(),
  indexes: z.array(z.string()).optional(),
  expiresAt: timestamp.nullable().optional(),
});

/** A key file: a list of API keys. */
export const keyFileSchema = z.array(apiKeySchema);

export type ApiKey = z.infer<typeof apiKeySchema>;
