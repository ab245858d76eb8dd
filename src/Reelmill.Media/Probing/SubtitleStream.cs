namespace Reelmill.Media.Probing;

/// <summary>A stream of subtitles, as text or as pictures.</summary>
public sealed record SubtitleStream : MediaStream;
