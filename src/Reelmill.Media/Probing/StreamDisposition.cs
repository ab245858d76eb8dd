namespace Reelmill.Media.Probing;

/// <summary>The intended use of a stream.</summary>
/// <param name="IsDefault">Whether players select the stream by default.</param>
/// <param name="IsForced">Whether the stream should always be shown, such as subtitles of foreign speech.</param>
/// <param name="IsAttachedPicture">Whether the stream is an attached picture, such as a cover or thumbnail, and not video.</param>
public sealed record StreamDisposition(bool IsDefault, bool IsForced, bool IsAttachedPicture);
