using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Models;

/// <summary>Reads the image input of a model from models.yaml; missing keys keep the values of the preset.</summary>
internal static class InputYaml
{
    private const int MaxSide = 4096;

    private static readonly string[] Keys = ["width", "height", "fit", "bgr", "channels-last", "mean", "scale", "padding"];

    /// <summary>Reads the key <c>input</c> of a model.</summary>
    public static ImageInput Read(YamlMapping model, ImageInput preset)
    {
        if (model.GetMapping("input", Keys) is not { } mapping)
        {
            return preset;
        }

        return preset with
        {
            Width = ReadInteger(mapping, "width", preset.Width, 1, MaxSide),
            Height = ReadInteger(mapping, "height", preset.Height, 1, MaxSide),
            Fit = ReadFit(mapping, preset.Fit),
            Bgr = mapping.GetBooleanOr("bgr", preset.Bgr),
            ChannelsLast = mapping.GetBooleanOr("channels-last", preset.ChannelsLast),
            Mean = ReadColors(mapping, "mean", preset.Mean),
            Scale = ReadColors(mapping, "scale", preset.Scale),
            Padding = (byte)ReadInteger(mapping, "padding", preset.Padding, 0, byte.MaxValue),
        };
    }

    private static ImageFit ReadFit(YamlMapping mapping, ImageFit fallback) => mapping.GetTextOr("fit", null) switch
    {
        null => fallback,
        "stretch" => ImageFit.Stretch,
        "center-crop" => ImageFit.CenterCrop,
        "letterbox" => ImageFit.LetterboxTopLeft,
        _ => throw mapping.Invalid("fit", "'fit' must be stretch, center-crop or letterbox"),
    };

    /// <summary>Reads one number for all channels, or one each for red, green and blue.</summary>
    private static ColorValues ReadColors(YamlMapping mapping, string key, ColorValues fallback) => mapping.GetNumbers(key) switch
    {
        null => fallback,
        [var all] => ColorValues.All(all),
        [var red, var green, var blue] => new ColorValues(red, green, blue),
        _ => throw mapping.Invalid(key, $"'{key}' must be one number, or three: red, green and blue"),
    };

    private static int ReadInteger(YamlMapping mapping, string key, int fallback, int min, int max)
    {
        var number = mapping.GetNumberOr(key, fallback);
        return number >= min && number <= max && number == MathF.Floor(number)
            ? (int)number
            : throw mapping.Invalid(key, $"'{key}' must be an integer in {min}..{max}");
    }
}
