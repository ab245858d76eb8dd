using Reelmill.Vision.Embedding;
using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Embedding;

public class DescriptorEmbedderTests
{
    private static readonly DescriptorEmbedder Embedder = new();

    [Fact]
    public async Task Every_embedding_has_length_one_even_that_of_a_uniform_image()
    {
        using var noise = TestImages.Noise(200, 100, 1);
        using var black = TestImages.Uniform(64, 64, 0, 0, 0);
        using var gray = TestImages.Uniform(64, 64, 128, 128, 128);
        foreach (var image in new[] { noise, black, gray })
        {
            var embedding = await Embed(image);
            embedding.Length.ShouldBe(256);
            embedding.ShouldAllBe(static v => float.IsFinite(v));
            embedding.Sum(static v => (double)v * v).ShouldBe(1, 1e-5);
        }
    }

    [Fact]
    public async Task A_batch_gives_the_same_embeddings_as_single_images()
    {
        using var first = TestImages.Noise(64, 64, 1);
        using var second = TestImages.Noise(64, 64, 2);
        float[] tensors = [.. TestImages.ToTensor(first, Embedder.Input).Tensor, .. TestImages.ToTensor(second, Embedder.Input).Tensor];
        var embeddings = new float[512];

        await Embedder.EmbedAsync(tensors, 2, embeddings);

        embeddings.ShouldBe([.. await Embed(first), .. await Embed(second)]);
    }

    [Fact]
    public async Task Resized_and_gray_copies_are_close_and_other_images_are_not()
    {
        var original = await Embed("near-duplicate-ukbench00120-base.jpg");
        string[] others = ["coco-bird-143.jpg", "imagenet-pug.jpg", "kodak-03-caps.png", "racecar-upright-11mp.jpg", "skimage-page.png"];

        Cosine(original, await Embed("near-duplicate-ukbench00120-resized.jpg")).ShouldBeGreaterThan(0.98);
        Cosine(original, await Embed("near-duplicate-ukbench00120-grey.jpg")).ShouldBeGreaterThan(0.75);
        Cosine(await Embed("exact-duplicate-astronaut-a.png"), await Embed("exact-duplicate-astronaut-b.png")).ShouldBe(1, 1e-6);
        foreach (var other in others)
        {
            Cosine(original, await Embed(other)).ShouldBeLessThan(0.75, other);
        }
    }

    [Fact]
    public async Task Buffers_that_are_too_short_are_rejected()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Embedder.EmbedAsync([new float[64 * 64]], new float[256], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await Embedder.EmbedAsync([new float[3 * 64 * 64]], new float[255], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await Embedder.EmbedAsync([], new float[256], CancellationToken.None));
    }

    private static double Cosine(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();

    private static async Task<float[]> Embed(string name)
    {
        using var image = TestImages.Open(name);
        return await Embed(image);
    }

    private static async Task<float[]> Embed(RgbImage image)
    {
        var embedding = new float[Embedder.Dimension];
        await Embedder.EmbedAsync(TestImages.ToTensor(image, Embedder.Input).Tensor, 1, embedding);
        return embedding;
    }
}
