using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Models;

/// <summary>Reads how a model's input is made, as far as it differs from its preset's.</summary>
internal static class InputYaml
{
    private const int LongestSide = 4096;

    private static readonly string[] Keys = ["width", "height", "fit", "bgr", "channels-last", "mean", "scale", "padding"];

    /// <summary>Reads the key <c>input</c> of a model.</summary>
    public static ImageInput Read(YamlGroup model, ImageInput preset)
    {
        if (model.Group("input", Keys) is not { } group)
        {
            return preset;
        }

        return preset with
        {
            Width = Whole(group, "width", preset.Width, 1, LongestSide),
            Height = Whole(group, "height", preset.Height, 1, LongestSide),
            Fit = Fit(group, preset.Fit),
            Bgr = group.FlagOr("bgr", preset.Bgr),
            ChannelsLast = group.FlagOr("channels-last", preset.ChannelsLast),
            Mean = Colors(group, "mean", preset.Mean),
            Scale = Colors(group, "scale", preset.Scale),
            Padding = (byte)Whole(group, "padding", preset.Padding, 0, byte.MaxValue),
        };
    }

    private static ImageFit Fit(YamlGroup group, ImageFit otherwise) => group.TextOr("fit", null) switch
    {
        null => otherwise,
        "stretch" => ImageFit.Stretch,
        "center-crop" => ImageFit.CenterCrop,
        "letterbox" => ImageFit.LetterboxTopLeft,
        _ => throw group.Invalid("fit", "'fit' must be stretch, center-crop or letterbox"),
    };

    /// <summary>One number for all colours, or one each for red, green and blue.</summary>
    private static ColorValues Colors(YamlGroup group, string key, ColorValues otherwise) => group.Numbers(key) switch
    {
        null => otherwise,
        [var all] => ColorValues.All(all),
        [var red, var green, var blue] => new ColorValues(red, green, blue),
        _ => throw group.Invalid(key, $"'{key}' must be one number, or three: red, green and blue"),
    };

    private static int Whole(YamlGroup group, string key, int otherwise, int least, int most)
    {
        var number = group.NumberOr(key, otherwise);
        return number >= least && number <= most && number == MathF.Floor(number)
            ? (int)number
            : throw group.Invalid(key, $"'{key}' must be a whole number of {least}..{most}");
    }
}
