using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Models;

/// <summary>The preprocessing and decoding of a family of models.</summary>
/// <param name="Name">The name in models.yaml.</param>
/// <param name="Task">The task of the models.</param>
/// <param name="Input">The default image input.</param>
/// <param name="Labels">The default label of each class; empty for models that are not detectors.</param>
public sealed record ModelPreset(string Name, ModelTask Task, ImageInput Input, IReadOnlyList<string> Labels)
{
    /// <summary>Networks trained on ImageNet, such as those of torchvision; any output can be the embedding.</summary>
    public static ModelPreset ImageNet { get; } = new("imagenet", ModelTask.Embed, new ImageInput(224, 224)
    {
        Fit = ImageFit.CenterCrop,
        Mean = new ColorValues(123.675f, 116.28f, 103.53f),
        Scale = new ColorValues(1 / 58.395f, 1 / 57.12f, 1 / 57.375f),
    }, []);

    /// <summary>YOLOX without its final decoding step.</summary>
    public static ModelPreset Yolox { get; } = new("yolox", ModelTask.Detect, new ImageInput(416, 416)
    {
        Fit = ImageFit.LetterboxTopLeft,
        Bgr = true,
    }, CocoLabels.All);

    /// <summary>FastestDet.</summary>
    public static ModelPreset FastestDet { get; } = new("fastestdet", ModelTask.Detect, new ImageInput(352, 352)
    {
        Bgr = true,
        Scale = ColorValues.All(1 / 255f),
    }, CocoLabels.All);

    /// <summary>UltraFace.</summary>
    public static ModelPreset UltraFace { get; } = new("ultraface", ModelTask.Detect, new ImageInput(320, 240)
    {
        Mean = ColorValues.All(127),
        Scale = ColorValues.All(1 / 128f),
    }, ["face"]);

    /// <summary>BlazeFace for near faces (128 pixels) and far faces (256 pixels).</summary>
    public static ModelPreset BlazeFace { get; } = new("blazeface", ModelTask.Detect, new ImageInput(128, 128)
    {
        Fit = ImageFit.LetterboxTopLeft,
        ChannelsLast = true,
        Mean = ColorValues.All(127.5f),
        Scale = ColorValues.All(1 / 127.5f),
        Padding = 0,
    }, ["face"]);

    /// <summary>PP-OCR text detection. The channels are in BGR order, but the ImageNet means and scales are applied in RGB order.</summary>
    public static ModelPreset PpOcr { get; } = new("ppocr", ModelTask.Detect, new ImageInput(640, 640)
    {
        Fit = ImageFit.LetterboxTopLeft,
        Bgr = true,
        Mean = new ColorValues(103.53f, 116.28f, 123.675f),
        Scale = new ColorValues(1 / 57.375f, 1 / 57.12f, 1 / 58.395f),
        Padding = 0,
    }, ["text"]);

    /// <summary>Every preset.</summary>
    public static IReadOnlyList<ModelPreset> All { get; } = [ImageNet, Yolox, FastestDet, UltraFace, BlazeFace, PpOcr];
}
