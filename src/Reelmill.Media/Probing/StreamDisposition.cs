namespace Reelmill.Media.Probing;

/// <summary>What a stream is meant for.</summary>
/// <param name="IsDefault">A player picks it unless it is told otherwise.</param>
/// <param name="IsForced">It is meant to be shown always, such as subtitles of foreign speech.</param>
/// <param name="IsAttachedPicture">It is a cover or thumbnail and no moving picture.</param>
public sealed record StreamDisposition(bool IsDefault, bool IsForced, bool IsAttachedPicture);
