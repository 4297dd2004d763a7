import { IsOptional, IsString } from 'class-validator';

export class ConnectQuery {
  @IsOptional()
  @IsString()
  returnTo?: string;
}
