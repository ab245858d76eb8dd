namespace Reelmill.Cli.Images;

/// <summary>
/// Makes libheif decode the track of an image sequence whose still image is broken. libheif parses the still image's
/// boxes first and fails when one is missing; other decoders show the sequence.
/// </summary>
internal static class HeifTrack
{
    /// <summary>Turns the box <c>meta</c> of a file with a track into a <c>free</c> box, which decoders skip.</summary>
    /// <returns>Whether the file was changed, so that a second attempt to decode can succeed.</returns>
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
