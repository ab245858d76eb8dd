namespace Reelmill.Cli.Images;

/// <summary>
/// Makes libheif read the track of an image sequence whose still image is broken: it looks at the boxes of the still image
/// first and gives the file up when one is missing, while other decoders show the sequence.
/// </summary>
internal static class HeifTrack
{
    /// <summary>Turns the box <c>meta</c> of a file with a track into one that readers skip.</summary>
    /// <returns>Whether the file was changed, so that reading it once more is worthwhile.</returns>
    public static bool TryExpose(Span<byte> file)
    {
        if (HeifBoxes.Find(file, "meta"u8) is not { } meta || HeifBoxes.Find(file, "moov"u8) is null)
        {
            return false;
        }

        "free"u8.CopyTo(file[meta][4..]);
        return true;
    }
}
