using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>The bytes read from a file.</summary>
/// <param name="Bytes">The requested byte range, or the whole file.</param>
/// <param name="FileBytes">The size of the whole file; null when the server does not report it.</param>
internal sealed record FileContent(byte[] Bytes, long? FileBytes)
{
    /// <summary>Requires that a byte range ends within the file.</summary>
    /// <exception cref="ReadException">The byte range exceeds the file.</exception>
    public static void RequireInside(ByteRange range, long fileBytes)
    {
        if (range.End > fileBytes)
        {
            throw new ReadException(
                ReadFault.OutOfRange,
                FormattableString.Invariant($"the byte range {range} ends at {range.End}, but the file has only {fileBytes} bytes"),
                "create the playlist again from the file");
        }
    }
}
