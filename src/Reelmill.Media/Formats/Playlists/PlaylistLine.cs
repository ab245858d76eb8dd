namespace Reelmill.Media.Formats.Playlists;

/// <summary>A line with a tag or a URI.</summary>
/// <param name="Number">The line number, from 1.</param>
/// <param name="Tag">The tag without <c>#</c>, such as <c>EXTINF</c>; null for a URI.</param>
/// <param name="Value">The text after the colon of the tag, or the URI.</param>
internal readonly record struct PlaylistLine(int Number, string? Tag, string Value);
