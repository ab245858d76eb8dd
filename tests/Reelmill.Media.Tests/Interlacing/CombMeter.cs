using Reelmill.Media.Tests.Chunking;

namespace Reelmill.Media.Tests.Interlacing;

/// <summary>Measures combing independently of the product: the share of samples that exceed, or fall below, both vertical neighbors.</summary>
internal static class CombMeter
{
    private const int MinDifference = 12;

    /// <summary>Measures the share in a luma plane.</summary>
    public static double Measure(ReadOnlySpan<byte> luma, int width, int height)
    {
        var count = 0;
        for (var i = width; i < width * (height - 1); i++)
        {
            var (up, down) = (luma[i] - luma[i - width], luma[i] - luma[i + width]);
            count += Math.Sign(up) == Math.Sign(down) && Math.Min(Math.Abs(up), Math.Abs(down)) > MinDifference ? 1 : 0;
        }

        return (double)count / (width * height);
    }

    /// <summary>Measures the share in each frame of a file, after ffmpeg filters.</summary>
    public static async Task<List<double>> MeasureFileAsync(string path, int width, int height, string filters = "null")
    {
        var bytes = await ReferenceTool.BytesAsync(
            "ffmpeg", "-nostdin", "-v", "error", "-i", path, "-map", "0:v:0", "-vf", filters + ",format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1");
        return [.. Enumerable.Range(0, bytes.Length / (width * height)).Select(i => Measure(bytes.Span.Slice(i * width * height, width * height), width, height))];
    }
}
