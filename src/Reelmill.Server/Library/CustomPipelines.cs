namespace Reelmill.Server.Library;

/// <summary>The custom pipelines of the program, whose files the server serves.</summary>
/// <param name="Names">The names of the pipelines, which are also the names of their folders.</param>
internal sealed record CustomPipelines(IReadOnlySet<string> Names);
