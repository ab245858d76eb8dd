namespace Reelmill.Media.Formats.Playlists;

/// <summary>A text violates the rules of HLS playlists, or a playlist cannot be written.</summary>
/// <param name="message">The fault.</param>
/// <param name="line">The line number, from 1; 0 for the playlist as a whole.</param>
public sealed class PlaylistException(string message, int line = 0)
    : Exception(line > 0 ? $"line {line}: {message}" : message)
{
    /// <summary>The line number, from 1; 0 for the playlist as a whole.</summary>
    public int Line => line;
}
