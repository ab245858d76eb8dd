namespace Reelmill.Server.Library;

/// <summary>The pipelines of the program's own, whose files the server shows.</summary>
/// <param name="Names">Their names, which are those of their folders.</param>
internal sealed record OwnPipelines(IReadOnlySet<string> Names);
