using Reelmill.Testing;
using Reelmill.Vision.Detection;
using Reelmill.Vision.Images.Tensors;
using Reelmill.Vision.Models;
using Found = Reelmill.Vision.Detection.Detection;

namespace Reelmill.Vision.Tests.Detection;

public class DetectorTests
{
    [Theory]
    [InlineData("yolox-nano")]
    [InlineData("fastestdet")]
    public async Task A_bus_and_three_people_are_detected(string model)
    {
        var found = await Detect(model, "bus-and-people.jpg");

        var bus = found.Single(static d => d.Label == "bus" && d.Score > 0.7f);
        bus.Box.IntersectionOverUnion(new Box(20, 230, 785, 510)).ShouldBeGreaterThan(0.75f);
        found.Where(static d => d.Label == "person" && d.Score > 0.6f).Count().ShouldBeGreaterThanOrEqualTo(3);
        found.ShouldAllBe(static d => d.Box.X >= 0 && d.Box.Y >= 0 && d.Box.X + d.Box.Width <= 810.001f && d.Box.Y + d.Box.Height <= 1080.001f);
        found.Select(static d => d.Score).ShouldBeInOrder(Shouldly.SortDirection.Descending);
    }

    [Fact]
    public async Task Detections_match_boxes_decoded_from_the_reference_output()
    {
        var input = TestModels.ReadReference("yolox-nano.input");
        await using var detector = Detectors.Open(TestModels.LoadRuntime(), TestModels.OpenRegistry("yolox-nano"), "yolox-nano");
        var mapping = new TensorMapping(1, 1, 0, 0, 416, 416);
        var expected = Decode(TestModels.ReadReference("yolox-nano.output"), 0.25f);

        var found = await detector.DetectAsync(input, mapping, CancellationToken.None);

        found.Count.ShouldBeGreaterThanOrEqualTo(4);
        found.Select(static d => d.Box).Distinct().Count().ShouldBe(found.Count);
        foreach (var detection in found)
        {
            expected.ShouldContain(e => e.Class == detection.Class && MathF.Abs(e.Score - detection.Score) < 1e-4f && AreClose(e.Box, detection.Box));
        }
    }

    [Fact]
    public async Task Detections_are_filtered_by_class_and_score()
    {
        var people = await Detect("yolox-nano", "bus-and-people.jpg", new DetectionOptions { Classes = ["person"] });
        var confident = await Detect("yolox-nano", "bus-and-people.jpg", new DetectionOptions { MinScore = 0.9f });

        people.Count.ShouldBeGreaterThanOrEqualTo(3);
        people.ShouldAllBe(static d => d.Label == "person" && d.Class == 0);
        confident.Select(static d => d.Label).ShouldBe(["bus"]);
    }

    [Fact]
    public async Task Two_thirds_of_the_objects_in_file_names_are_detected()
    {
        var names = Directory.GetFiles(TestMedia.Path("images"), "coco-*.jpg").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        var (expected, detected) = (0, 0);
        await using var detector = Detectors.Open(TestModels.LoadRuntime(), TestModels.OpenRegistry("yolox-nano"), "yolox-nano");
        foreach (var name in names)
        {
            var labels = (await Detect(detector, name!)).Select(static d => d.Label).ToHashSet(StringComparer.Ordinal);
            var objects = ReadLabels(name!);
            expected += objects.Count;
            detected += objects.Count(labels.Contains);
        }

        expected.ShouldBeGreaterThan(90);
        ((double)detected / expected).ShouldBeGreaterThan(0.66);
    }

    [Theory]
    [InlineData("ultraface")]
    [InlineData("blazeface")]
    [InlineData("blazeface-far")]
    public async Task A_face_is_detected_at_its_position(string model)
    {
        var found = await Detect(model, "exact-duplicate-astronaut-a.png");

        found.Count.ShouldBe(1);
        found[0].Label.ShouldBe("face");
        found[0].Box.IntersectionOverUnion(new Box(180, 70, 92, 105)).ShouldBeGreaterThan(0.6f);
        (await Detect(model, "skimage-coffee.png")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_covers_half_of_a_scanned_page_and_nothing_of_a_bird()
    {
        (await GetTextShare("skimage-page.png")).ShouldBeGreaterThan(0.5f);
        (await GetTextShare("opencv-image-text-n.png")).ShouldBeGreaterThan(0.5f);
        (await GetTextShare("coco-stop-sign-11122.jpg")).ShouldBeInRange(0.005f, 0.05f);
        (await GetTextShare("coco-bird-143.jpg")).ShouldBe(0);
    }

    [Fact]
    public void An_embedding_model_cannot_be_opened_as_a_detector()
    {
        var registry = TestModels.OpenRegistry("mobilenet-v2");
        var runtime = TestModels.LoadRuntime();

        Should.Throw<ModelException>(() => Detectors.Open(runtime, registry, "mobilenet-v2")).Code.ShouldBe("model_unsuited");
    }

    [Fact]
    public void A_model_that_does_not_match_its_preset_is_rejected_when_opened()
    {
        using var folder = new TempFolder();
        var file = TestModels.OpenRegistry("ultraface").Verify(ModelRegistry.Open().Find("ultraface"));
        var runtime = TestModels.LoadRuntime();
        foreach (var preset in new[] { "yolox", "fastestdet", "blazeface", "ppocr" })
        {
            var registry = ModelRegistry.Open([folder[preset]]);
            registry.Add("mine", file, ModelTask.Detect, preset);
            var exception = Should.Throw<ModelException>(() => Detectors.Open(runtime, registry, "mine"));
            exception.Code.ShouldBe("model_unsuited");
            exception.Message.ShouldContain("scores float [1,4420,2]");
        }
    }

    [Theory]
    [InlineData(-0.1f, 0.5f)]
    [InlineData(1.1f, 0.5f)]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(0.5f, 2f)]
    public void Options_outside_their_range_are_rejected(float score, float overlap)
    {
        var registry = TestModels.OpenRegistry("ultraface");
        var runtime = TestModels.LoadRuntime();

        Should.Throw<ArgumentOutOfRangeException>(
            () => Detectors.Open(runtime, registry, "ultraface", new DetectionOptions { MinScore = score, MaxOverlap = overlap }));
    }

    private static async Task<float> GetTextShare(string name)
    {
        var found = await Detect("ppocr-det", name);
        using var image = TestImages.Open(name);
        return DetectionCoverage.Compute(found, image.Width, image.Height);
    }

    private static async Task<IReadOnlyList<Found>> Detect(string model, string name, DetectionOptions? options = null)
    {
        await using var detector = Detectors.Open(TestModels.LoadRuntime(), await TestModels.PullAsync(model), model, options);
        return await Detect(detector, name);
    }

    private static async Task<IReadOnlyList<Found>> Detect(IDetector detector, string name)
    {
        using var image = TestImages.Open(name);
        var (tensor, mapping) = TestImages.ToTensor(image, detector.Input);
        return await detector.DetectAsync(tensor, mapping, CancellationToken.None);
    }

    /// <summary>Reads the classes from a file name such as coco-person-baseball-bat-2153.jpg.</summary>
    private static List<string> ReadLabels(string name)
    {
        var rest = name["coco-".Length..name.LastIndexOf('-')];
        var found = new List<string>();
        while (rest.Length > 0)
        {
            var label = ModelPreset.Yolox.Labels.Where(l => $"{rest}-".StartsWith($"{l.Replace(' ', '-')}-", StringComparison.Ordinal)).MaxBy(static l => l.Length);
            found.Add(label.ShouldNotBeNull(rest));
            rest = rest[Math.Min(rest.Length, label!.Length + 1)..];
        }

        return found;
    }

    private static bool AreClose(Box a, Box b) => new[] { a.X - b.X, a.Y - b.Y, a.Width - b.Width, a.Height - b.Height }.All(static d => MathF.Abs(d) < 0.02f);

    /// <summary>An independent decoder: iterates over cells by index instead of by grid.</summary>
    private static List<(int Class, float Score, Box Box)> Decode(float[] output, float minScore)
    {
        var found = new List<(int, float, Box)>();
        for (var i = 0; i < 3549; i++)
        {
            var (stride, cell) = i < 2704 ? (8, i) : i < 3380 ? (16, i - 2704) : (32, i - 3380);
            var columns = 416 / stride;
            var row = output.AsSpan(i * 85, 85);
            var (x, y) = ((row[0] + (cell % columns)) * stride, (row[1] + (cell / columns)) * stride);
            var (width, height) = (MathF.Exp(row[2]) * stride, MathF.Exp(row[3]) * stride);
            var (left, top) = (Math.Clamp(x - (width / 2), 0, 416), Math.Clamp(y - (height / 2), 0, 416));
            var (right, bottom) = (Math.Clamp(x + (width / 2), 0, 416), Math.Clamp(y + (height / 2), 0, 416));
            for (var label = 0; label < 80; label++)
            {
                if (row[4] * row[5 + label] >= minScore)
                {
                    found.Add((label, row[4] * row[5 + label], new Box(left, top, right - left, bottom - top)));
                }
            }
        }

        return found;
    }
}
