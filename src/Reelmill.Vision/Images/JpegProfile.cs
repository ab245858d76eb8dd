namespace Reelmill.Vision.Images;

/// <summary>Reads the color profile of a JPEG file (ICC.1, annex B.4: numbered pieces in APP2 segments).</summary>
internal static class JpegProfile
{
    private const byte App2 = 0xE2;
    private const int MaxPieces = 255;

    private static ReadOnlySpan<byte> Signature => "ICC_PROFILE\0"u8;

    /// <summary>Returns the profile; null when there is none or a piece is missing.</summary>
    /// <param name="jpeg">The whole file; it may be damaged.</param>
    public static byte[]? Read(ReadOnlySpan<byte> jpeg)
    {
        byte[]?[]? pieces = null;
        var count = 0;
        for (var segments = new JpegSegments(jpeg); segments.MoveNext();)
        {
            var start = Signature.Length;
            if (segments.Marker != App2 || segments.Content.Length < start + 2 || !segments.Content.StartsWith(Signature))
            {
                continue;
            }

            pieces ??= new byte[]?[MaxPieces + 1];
            pieces[segments.Content[start]] = segments.Content[(start + 2)..].ToArray();
            count = segments.Content[start + 1];
        }

        return pieces is not null && count > 0 && pieces[1..(count + 1)].All(static p => p is not null)
            ? [.. pieces[1..(count + 1)].SelectMany(static p => p!)]
            : null;
    }
}
