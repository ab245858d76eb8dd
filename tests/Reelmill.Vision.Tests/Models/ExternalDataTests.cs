using FsCheck;
using FsCheck.Fluent;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Tests.Models;

public class ExternalDataTests
{
    [Fact]
    public void A_self_contained_model_has_no_external_data() => ExternalData.IsReferencedBy(TestOnnx.CreateModel()).ShouldBeFalse();

    [Fact]
    public void A_tensor_in_another_file_is_detected() => ExternalData.IsReferencedBy(TestOnnx.CreateModelWithExternalData()).ShouldBeTrue();

    [Fact]
    public void External_data_is_detected_in_every_place_that_can_contain_a_tensor()
    {
        var tensor = TestOnnx.Number(14, 1);
        foreach (var path in new[]
        {
            new[] { 7, 5 }, [7, 15, 1], [7, 15, 2], [7, 1, 5, 5], [7, 1, 5, 10], [7, 1, 5, 22, 1], [7, 1, 5, 6, 5], [7, 1, 5, 11, 1, 5, 5],
            [25, 7, 5, 5], [25, 11, 5], [20, 1, 5], [20, 2, 1, 5, 10],
        })
        {
            var model = path.Reverse().Aggregate(tensor, static (content, field) => TestOnnx.Message(field, content));
            ExternalData.IsReferencedBy(model).ShouldBeTrue(string.Join(' ', path));
        }
    }

    [Fact]
    public void Real_models_have_no_external_data()
    {
        foreach (var name in new[] { "mobilenet-v2", "yolox-nano", "fastestdet", "ultraface" })
        {
            var registry = ModelRegistry.Open();
            if (registry.IsPresent(registry.Find(name)))
            {
                Should.NotThrow(() => registry.Read(registry.Find(name)));
            }
        }
    }

    [Fact]
    public void Arbitrary_bytes_are_either_accepted_or_rejected()
    {
        var model = TestOnnx.CreateModelWithExternalData();
        Prop.ForAll<byte[], int, byte>((noise, offset, value) =>
        {
            byte[] changed = [.. model];
            changed[(int)((uint)offset % model.Length)] = value;
            Check(changed);
            Check(noise);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Bytes_that_are_not_a_model_are_rejected()
    {
        Should.Throw<FormatException>(() => ExternalData.IsReferencedBy([0x3A, 0x05, 0x01]));
        Should.Throw<FormatException>(() => ExternalData.IsReferencedBy([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
        Should.Throw<FormatException>(() => ExternalData.IsReferencedBy([0x0B]));
    }

    [Fact]
    public void Graphs_that_are_nested_too_deeply_are_rejected()
    {
        var graph = Enumerable.Repeat(0, 40).Aggregate(Array.Empty<byte>(), static (g, _) => TestOnnx.Message(1, TestOnnx.Message(5, TestOnnx.Message(6, g))));

        Should.Throw<FormatException>(() => ExternalData.IsReferencedBy(TestOnnx.Message(7, graph)));
    }

    private static void Check(byte[] bytes)
    {
        try
        {
            ExternalData.IsReferencedBy(bytes);
        }
        catch (FormatException)
        {
            // Rejected.
        }
    }
}
