using Reelmill.Cli;

return StartCheck.Passes() ? await Boundary.RunAsync(args).ConfigureAwait(false) : ExitCode.SomeFailed;
