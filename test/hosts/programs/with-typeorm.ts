import 'reflect-metadata';
import { Controller, Get, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { InjectRepository, TypeOrmModule } from '@nestjs/typeorm';
import { PhoneSystemModule } from 'prodoscore-phone-systems';
import { DialpadModule } from 'prodoscore-phone-systems/dialpad';
import { Column, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { OurAccess, OurDirectory, OurScores, OurTerms } from './phone-system.ports.js';

@Entity('note')
class Note {
  @PrimaryGeneratedColumn()
  id: number;

  @Column('text')
  text: string;
}

@Controller('notes')
class NotesController {
  constructor(@InjectRepository(Note) private readonly notes: Repository<Note>) {}

  @Post()
  async write(): Promise<{ id: number }> {
    const { id } = await this.notes.save({ text: 'ours' });
    return { id };
  }

  @Get()
  async read(): Promise<readonly Note[]> {
    return await this.notes.find();
  }
}

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'postgres',
      url: process.env['DATABASE_URL'],
      entities: [Note],
      synchronize: true,
    }),
    TypeOrmModule.forFeature([Note]),
    PhoneSystemModule.forRoot({ employees: OurDirectory, policy: OurTerms, access: OurAccess, scores: OurScores }),
    DialpadModule.forRoot(),
  ],
  controllers: [NotesController],
})
class AppModule {}

/** Another ORM on the same database; at each start it brings its own tables up to date. */
const app = await NestFactory.create(AppModule);
app.enableShutdownHooks();
await app.listen(process.env['PORT'] ?? 3000);
