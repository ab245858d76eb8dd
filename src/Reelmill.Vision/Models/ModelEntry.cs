using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Models;

/// <summary>What the registry knows of a model.</summary>
/// <param name="Name">Its name, such as <c>yolox-nano</c>.</param>
/// <param name="Task">What it is for.</param>
/// <param name="File">The name of its file, without a folder.</param>
/// <param name="Sha256">The file's SHA-256 in lower-case hexadecimal.</param>
/// <param name="Preset">How its input is made and its output is read: one of <see cref="ModelPreset.All"/>.</param>
/// <param name="Input">What it wants to see; where the model itself fixes its width and height, the model's hold.</param>
public sealed record ModelEntry(string Name, ModelTask Task, string File, string Sha256, ModelPreset Preset, ImageInput Input)
{
    /// <summary>What it can find, by class; empty for a model that does not detect.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The output that is the vector.</summary>
    /// <value>Null by default: the model's first.</value>
    public string? Output { get; init; }

    /// <summary>Where the model comes from.</summary>
    /// <value>Empty by default.</value>
    public string Source { get; init; } = string.Empty;

    /// <summary>Its licence, as its source states it.</summary>
    /// <value>Empty by default.</value>
    public string Licence { get; init; } = string.Empty;

    /// <summary>The package that ships it.</summary>
    /// <value>Null by default: none does.</value>
    public ModelPackage? Package { get; init; }

    /// <summary>The only folder that its file may be in; null for all that the registry knows.</summary>
    internal string? Folder { get; init; }
}
