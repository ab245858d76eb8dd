namespace Reelmill.Media.Formats.Playlists;

/// <summary>A violation of RFC 8216 after which reading can continue.</summary>
/// <param name="Line">The line number, from 1; 0 for the playlist as a whole.</param>
/// <param name="Message">The fault.</param>
internal readonly record struct PlaylistProblem(int Line, string Message);
