namespace Reelmill.Media.Formats.Playlists;

/// <summary>A text is no playlist of HLS, or a playlist cannot be written.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="line">The line, from 1; 0 when it is the whole.</param>
public sealed class PlaylistException(string message, int line = 0)
    : Exception(line > 0 ? $"line {line}: {message}" : message)
{
    /// <summary>The line, from 1; 0 when it is the whole.</summary>
    public int Line => line;
}
