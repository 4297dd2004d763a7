import 'reflect-metadata';
import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EntityManager, MikroORM, PostgreSqlDriver } from '@mikro-orm/postgresql';
import { Entity, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PhoneSystemModule } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports.js';

@Entity({ tableName: 'note' })
class Note {
  @PrimaryKey({ type: 'integer', autoincrement: true })
  id: number;

  @Property({ type: 'text' })
  text: string;
}

@Controller('notes')
class NotesController {
  constructor(private readonly em: EntityManager) {}

  @Post()
  async write(): Promise<{ id: number }> {
    const note = this.em.create(Note, { text: 'ours' });
    await this.em.flush();
    return { id: note.id };
  }

  @Get()
  async read(): Promise<readonly Note[]> {
    return await this.em.find(Note, {});
  }
}

@Module({
  imports: [
    MikroOrmModule.forRoot({
      driver: PostgreSqlDriver,
      clientUrl: process.env['DATABASE_URL'],
      entities: [Note],
      metadataProvider: ReflectMetadataProvider,
      // Else its schema generator takes for leftovers whatever it does not know in the database, and drops it.
      schemaGenerator: { ignoreSchema: ['phone_system', 'phone_system_queue'] },
    }),
    PhoneSystemModule.forRoot({ employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores }),
    DialpadModule.forRoot(),
  ],
  controllers: [NotesController],
})
class AppModule {}

/** The host's own ORM, in the default context, on the same database; at each start it brings its own tables up to date. */
const app = await NestFactory.create(AppModule);
await app.get(MikroORM).schema.update();
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000);
