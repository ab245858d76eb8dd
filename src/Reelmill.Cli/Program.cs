using Reelmill.Cli;

return await Application.RunAsync(args).ConfigureAwait(false);
