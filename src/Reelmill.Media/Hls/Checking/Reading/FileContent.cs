using Reelmill.Media.Formats.Playlists;

namespace Reelmill.Media.Hls.Checking.Reading;

/// <summary>Bytes of a file that were read.</summary>
/// <param name="Bytes">The part that was asked for.</param>
/// <param name="FileBytes">How long the file is; null when the server does not say.</param>
internal sealed record FileContent(byte[] Bytes, long? FileBytes)
{
    /// <summary>Where a part of a file ends that is as long as it is said to be.</summary>
    /// <exception cref="ReadException">It leads out of the file.</exception>
    public static void RequireInside(ByteRange range, long fileBytes)
    {
        if (range.End > fileBytes)
        {
            throw new ReadException(
                ReadFault.OutOfRange,
                FormattableString.Invariant($"the byte range {range} ends at {range.End}, but the file has only {fileBytes} bytes"),
                "write the playlist again from the file");
        }
    }
}
