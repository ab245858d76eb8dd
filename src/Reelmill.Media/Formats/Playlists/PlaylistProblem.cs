namespace Reelmill.Media.Formats.Playlists;

/// <summary>Something in a playlist that RFC 8216 forbids and reading can go on after.</summary>
/// <param name="Line">The line, from 1; 0 when it is the whole.</param>
/// <param name="Message">What is wrong.</param>
internal readonly record struct PlaylistProblem(int Line, string Message);
