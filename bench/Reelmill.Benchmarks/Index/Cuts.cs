using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Benchmarks.Index;

/// <summary>Many vectors from few pictures: those of parts of them, between a quarter and all of each side, drawn from a fixed seed.</summary>
internal sealed class Cuts(string folder, int count)
{
    private const int Seed = 4;

    public async Task<float[][]> EmbedAsync(OnnxEmbedder embedder)
    {
        var vectors = new List<float[]>();
        var random = new Random(Seed);
        using var decoder = new JpegDecoder();
        foreach (var file in Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal))
        {
            using var image = decoder.Decode(await File.ReadAllBytesAsync(file).ConfigureAwait(false));
            var tensors = Enumerable.Range(0, count).Select(_ => TensorOf(image, embedder.Input, random)).ToArray();
            var some = new float[count][];
            await Parallel.ForAsync(0, count, async (i, token) =>
            {
                some[i] = new float[embedder.Dimension];
                await embedder.EmbedAsync([tensors[i]], some[i], token).ConfigureAwait(false);
            }).ConfigureAwait(false);
            vectors.AddRange(some);
        }

        return [.. vectors];
    }

    private static float[] TensorOf(RgbImage image, ImageInput input, Random random)
    {
        var (width, height) = (Side(image.Width, random), Side(image.Height, random));
        var (left, top) = (random.Next(image.Width - width + 1), random.Next(image.Height - height + 1));
        using var part = RgbImage.Rent(width, height);
        for (var row = 0; row < height; row++)
        {
            image.Pixels.Slice(3 * (((top + row) * image.Width) + left), 3 * width).CopyTo(part.Pixels[(3 * row * width)..]);
        }

        var tensor = new float[input.Length];
        ImageTensor.Write(part, input, tensor);
        return tensor;
    }

    private static int Side(int whole, Random random) => Math.Max(1, (int)(whole * (0.25 + (0.75 * random.NextDouble()))));
}
