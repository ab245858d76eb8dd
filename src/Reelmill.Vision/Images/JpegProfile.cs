namespace Reelmill.Vision.Images;

/// <summary>Finds the color profile of a JPEG file (ICC.1, annex B.4: parts in APP2 segments, each with its number and their count).</summary>
internal static class JpegProfile
{
    private const byte App2 = 0xE2;
    private const int MostParts = 255;

    private static ReadOnlySpan<byte> Signature => "ICC_PROFILE\0"u8;

    /// <summary>The profile; null when there is none, or not all of it.</summary>
    /// <param name="jpeg">The whole file; it may be damaged.</param>
    public static byte[]? Of(ReadOnlySpan<byte> jpeg)
    {
        byte[]?[]? parts = null;
        var count = 0;
        for (var segments = new JpegSegments(jpeg); segments.MoveNext();)
        {
            var start = Signature.Length;
            if (segments.Marker != App2 || segments.Content.Length < start + 2 || !segments.Content.StartsWith(Signature))
            {
                continue;
            }

            parts ??= new byte[]?[MostParts + 1];
            parts[segments.Content[start]] = segments.Content[(start + 2)..].ToArray();
            count = segments.Content[start + 1];
        }

        return parts is not null && count > 0 && parts[1..(count + 1)].All(static p => p is not null)
            ? [.. parts[1..(count + 1)].SelectMany(static p => p!)]
            : null;
    }
}
