using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Embedding;

public class DescriptorEmbedderTests
{
    private static readonly DescriptorEmbedder Embedder = new();

    [Fact]
    public async Task Vectors_have_the_length_one_also_those_of_plain_pictures()
    {
        using var noise = TestImages.Noise(200, 100, 1);
        using var black = TestImages.Plain(64, 64, 0, 0, 0);
        using var grey = TestImages.Plain(64, 64, 128, 128, 128);
        foreach (var image in new[] { noise, black, grey })
        {
            var vector = await Vector(image);
            vector.Length.ShouldBe(256);
            vector.ShouldAllBe(static v => float.IsFinite(v));
            vector.Sum(static v => (double)v * v).ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public async Task A_batch_gives_what_single_pictures_give()
    {
        using var first = TestImages.Noise(64, 64, 1);
        using var second = TestImages.Noise(64, 64, 2);
        float[] tensors = [.. TestImages.Tensor(first, Embedder.Input).Tensor, .. TestImages.Tensor(second, Embedder.Input).Tensor];
        var vectors = new float[512];

        await Embedder.EmbedAsync(tensors, 2, vectors);

        vectors.ShouldBe([.. await Vector(first), .. await Vector(second)]);
    }

    [Fact]
    public async Task Other_sizes_and_a_grey_copy_are_near_and_other_pictures_are_not()
    {
        var original = await Vector("near-duplicate-ukbench00120-base.jpg");
        string[] others = ["coco-bird-143.jpg", "imagenet-pug.jpg", "kodak-03-caps.png", "racecar-upright-11mp.jpg", "skimage-page.png"];

        Cosine(original, await Vector("near-duplicate-ukbench00120-resized.jpg")).ShouldBeGreaterThan(0.98);
        Cosine(original, await Vector("near-duplicate-ukbench00120-grey.jpg")).ShouldBeGreaterThan(0.75);
        Cosine(await Vector("exact-duplicate-astronaut-a.png"), await Vector("exact-duplicate-astronaut-b.png")).ShouldBe(1, 1e-6);
        foreach (var other in others)
        {
            Cosine(original, await Vector(other)).ShouldBeLessThan(0.75, other);
        }
    }

    [Fact]
    public async Task Too_little_memory_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Embedder.EmbedAsync([new float[64 * 64]], new float[256], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await Embedder.EmbedAsync([new float[3 * 64 * 64]], new float[255], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await Embedder.EmbedAsync([], new float[256], CancellationToken.None));
    }

    private static double Cosine(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();

    private static async Task<float[]> Vector(string name)
    {
        using var image = TestImages.Open(name);
        return await Vector(image);
    }

    private static async Task<float[]> Vector(RgbImage image)
    {
        var vector = new float[Embedder.Dimension];
        await Embedder.EmbedAsync(TestImages.Tensor(image, Embedder.Input).Tensor, 1, vector);
        return vector;
    }
}
