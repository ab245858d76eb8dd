using Reelmill.Core;
using Reelmill.Vision.Embedding;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Tests.Embedding;

public class OnnxEmbedderTests
{
    [Fact]
    public async Task Embeddings_match_the_normalized_reference()
    {
        var input = TestModels.ReadReference("mobilenet-v2.input");
        var expected = TestModels.ReadReference("mobilenet-v2.view");
        UnitVector.Normalize(expected);
        await using var embedder = OnnxEmbedder.Open(TestModels.LoadRuntime(), TestModels.OpenRegistry("mobilenet-v2"), "mobilenet-v2");
        var embedding = new float[embedder.Dimension];

        await embedder.EmbedAsync(input, 1, embedding);

        TestModels.ShouldAgree(embedding, expected);
        embedding.Sum(static v => (double)v * v).ShouldBe(1, 1e-5);
    }

    [Fact]
    public async Task A_batch_gives_bit_identical_embeddings_to_single_images()
    {
        await using var embedder = OnnxEmbedder.Open(TestModels.LoadRuntime(), TestModels.OpenRegistry("mobilenet-v2"), "mobilenet-v2");
        var length = embedder.Input.Length;
        var tensors = new float[3 * length];
        for (var i = 0; i < 3; i++)
        {
            using var image = TestImages.Noise(100, 80, i);
            Reelmill.Vision.Images.Tensors.ImageTensor.Write(image, embedder.Input, tensors.AsSpan(i * length, length));
        }

        var (batch, single) = (new float[3 * 1280], new float[1280]);
        await embedder.EmbedAsync(tensors, 3, batch);
        await embedder.EmbedAsync(tensors.AsMemory(length, length), 1, single);

        batch.AsSpan(1280, 1280).ToArray().ShouldBe(single);
    }

    [Fact]
    public async Task Two_dogs_are_closer_than_a_dog_and_a_boat()
    {
        await using var embedder = OnnxEmbedder.Open(TestModels.LoadRuntime(), TestModels.OpenRegistry("mobilenet-v2"), "mobilenet-v2");
        var embeddings = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var name in new[] { "imagenet-irish-wolfhound.jpg", "imagenet-afghan-hound.jpg", "imagenet-catamaran.jpg" })
        {
            using var image = TestImages.Open(name);
            embeddings[name] = new float[embedder.Dimension];
            await embedder.EmbedAsync(TestImages.ToTensor(image, embedder.Input).Tensor, 1, embeddings[name]);
        }

        var dog = embeddings["imagenet-irish-wolfhound.jpg"];
        Cosine(dog, embeddings["imagenet-afghan-hound.jpg"]).ShouldBeGreaterThan(Cosine(dog, embeddings["imagenet-catamaran.jpg"]) + 0.1);
    }

    [Fact]
    public async Task The_version_names_the_model_the_runtime_and_the_provider()
    {
        var runtime = TestModels.LoadRuntime();
        await using var embedder = OnnxEmbedder.Open(runtime, TestModels.OpenRegistry("mobilenet-v2"), "mobilenet-v2");

        embedder.Name.ShouldBe("mobilenet-v2");
        embedder.Dimension.ShouldBe(1280);
        embedder.Version.ShouldBe($"sha256:5b58781513ad4f4503d855a107e01c6bd621410ee0e939302e08599a1576f399 onnxruntime:{runtime.Version}/cpu");
        (embedder.Input.Width, embedder.Input.Height).ShouldBe((224, 224));
    }

    [Fact]
    public void An_unknown_model_is_rejected_with_the_nearest_name()
    {
        var registry = TestModels.OpenRegistry("ultraface");
        var runtime = TestModels.LoadRuntime();

        Should.Throw<ModelException>(() => OnnxEmbedder.Open(runtime, registry, "ultrafaec")).Message.ShouldContain("Did you mean 'ultraface'?");
    }

    [Fact]
    public void Zero_and_non_finite_vectors_are_rejected()
    {
        Should.Throw<ItemException>(() => UnitVector.Normalize(new float[4])).Code.ShouldBe("bad_vector");
        Should.Throw<ItemException>(() => UnitVector.Normalize([1, float.NaN])).Code.ShouldBe("bad_vector");
        Should.Throw<ItemException>(() => UnitVector.Normalize([1, float.PositiveInfinity])).Code.ShouldBe("bad_vector");
    }

    private static double Cosine(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();
}
