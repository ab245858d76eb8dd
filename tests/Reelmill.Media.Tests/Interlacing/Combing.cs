using Reelmill.Media.Tests.Chunking;

namespace Reelmill.Media.Tests.Interlacing;

/// <summary>Measures combs in another way than the product does: the share of samples that stick out between their neighbors above and below.</summary>
internal static class Combing
{
    private const int Step = 12;

    /// <summary>The share in one plane of luma.</summary>
    public static double Of(ReadOnlySpan<byte> luma, int width, int height)
    {
        var count = 0;
        for (var i = width; i < width * (height - 1); i++)
        {
            var (up, down) = (luma[i] - luma[i - width], luma[i] - luma[i + width]);
            count += Math.Sign(up) == Math.Sign(down) && Math.Min(Math.Abs(up), Math.Abs(down)) > Step ? 1 : 0;
        }

        return (double)count / (width * height);
    }

    /// <summary>The share in each frame of a file, after ffmpeg filters.</summary>
    public static async Task<List<double>> OfFileAsync(string path, int width, int height, string filters = "null")
    {
        var bytes = await ReferenceTool.BytesAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-vf", filters + ",format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1");
        return [.. Enumerable.Range(0, bytes.Length / (width * height)).Select(i => Of(bytes.Span.Slice(i * width * height, width * height), width, height))];
    }
}
