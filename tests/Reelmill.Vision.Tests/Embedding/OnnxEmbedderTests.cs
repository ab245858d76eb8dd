using Reelmill.Core;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Tests.Embedding;

public class OnnxEmbedderTests
{
    [Fact]
    public async Task Vectors_are_the_references_brought_to_length_one()
    {
        var input = TestModels.Reference("mobilenet-v2.input");
        var expected = TestModels.Reference("mobilenet-v2.view");
        UnitVector.Normalize(expected);
        await using var embedder = OnnxEmbedder.Open(TestModels.Runtime(), TestModels.With("mobilenet-v2"), "mobilenet-v2");
        var vector = new float[embedder.Dimension];

        await embedder.EmbedAsync(input, 1, vector);

        TestModels.ShouldAgree(vector, expected);
        vector.Sum(static v => (double)v * v).ShouldBe(1, 1e-5);
    }

    [Fact]
    public async Task A_batch_gives_the_very_bits_of_single_pictures()
    {
        await using var embedder = OnnxEmbedder.Open(TestModels.Runtime(), TestModels.With("mobilenet-v2"), "mobilenet-v2");
        var length = embedder.Input.Length;
        var tensors = new float[3 * length];
        for (var i = 0; i < 3; i++)
        {
            using var image = TestImages.Noise(100, 80, i);
            Reelmill.Vision.Images.Tensors.ImageTensor.Write(image, embedder.Input, tensors.AsSpan(i * length, length));
        }

        var (together, alone) = (new float[3 * 1280], new float[1280]);
        await embedder.EmbedAsync(tensors, 3, together);
        await embedder.EmbedAsync(tensors.AsMemory(length, length), 1, alone);

        together.AsSpan(1280, 1280).ToArray().ShouldBe(alone);
    }

    [Fact]
    public async Task It_knows_dogs_from_boats()
    {
        await using var embedder = OnnxEmbedder.Open(TestModels.Runtime(), TestModels.With("mobilenet-v2"), "mobilenet-v2");
        var vectors = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var name in new[] { "imagenet-irish-wolfhound.jpg", "imagenet-afghan-hound.jpg", "imagenet-catamaran.jpg" })
        {
            using var image = TestImages.Open(name);
            vectors[name] = new float[embedder.Dimension];
            await embedder.EmbedAsync(TestImages.Tensor(image, embedder.Input).Tensor, 1, vectors[name]);
        }

        var dog = vectors["imagenet-irish-wolfhound.jpg"];
        Cosine(dog, vectors["imagenet-afghan-hound.jpg"]).ShouldBeGreaterThan(Cosine(dog, vectors["imagenet-catamaran.jpg"]) + 0.1);
    }

    [Fact]
    public async Task It_says_what_decides_its_numbers()
    {
        var runtime = TestModels.Runtime();
        await using var embedder = OnnxEmbedder.Open(runtime, TestModels.With("mobilenet-v2"), "mobilenet-v2");

        embedder.Name.ShouldBe("mobilenet-v2");
        embedder.Dimension.ShouldBe(1280);
        embedder.Version.ShouldBe($"sha256:5b58781513ad4f4503d855a107e01c6bd621410ee0e939302e08599a1576f399 onnxruntime:{runtime.Version}/cpu");
        (embedder.Input.Width, embedder.Input.Height).ShouldBe((224, 224));
    }

    [Fact]
    public void A_model_that_gives_no_vector_is_refused()
    {
        var registry = TestModels.With("ultraface");
        var runtime = TestModels.Runtime();

        Should.Throw<ModelException>(() => OnnxEmbedder.Open(runtime, registry, "ultrafaec")).Message.ShouldContain("Did you mean 'ultraface'?");
    }

    [Fact]
    public void Zeros_and_what_is_no_number_are_refused_as_vectors()
    {
        Should.Throw<ItemException>(() => UnitVector.Normalize(new float[4])).Code.ShouldBe("bad_vector");
        Should.Throw<ItemException>(() => UnitVector.Normalize([1, float.NaN])).Code.ShouldBe("bad_vector");
        Should.Throw<ItemException>(() => UnitVector.Normalize([1, float.PositiveInfinity])).Code.ShouldBe("bad_vector");
    }

    private static double Cosine(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();
}
