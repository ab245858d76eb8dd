using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Models;

/// <summary>The registry entry of a model.</summary>
/// <param name="Name">The name of the model, such as <c>yolox-nano</c>.</param>
/// <param name="Task">The task of the model.</param>
/// <param name="File">The file name, without a folder.</param>
/// <param name="Sha256">The SHA-256 of the file, in lower-case hexadecimal.</param>
/// <param name="Preset">The preset for preprocessing and decoding: one of <see cref="ModelPreset.All"/>.</param>
/// <param name="Input">The image input. A width and height that the model file fixes take precedence.</param>
public sealed record ModelEntry(string Name, ModelTask Task, string File, string Sha256, ModelPreset Preset, ImageInput Input)
{
    /// <summary>The label of each class; empty for a model that is not a detector.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The name of the embedding output.</summary>
    /// <value>Null by default: the first output of the model.</value>
    public string? Output { get; init; }

    /// <summary>The origin of the model.</summary>
    /// <value>Empty by default.</value>
    public string Source { get; init; } = string.Empty;

    /// <summary>The license, as stated by the source.</summary>
    /// <value>Empty by default.</value>
    public string License { get; init; } = string.Empty;

    /// <summary>The package that contains the model.</summary>
    /// <value>Null by default: no package.</value>
    public ModelPackage? Package { get; init; }

    /// <summary>The only folder to search for the file; null for all folders of the registry.</summary>
    internal string? Folder { get; init; }
}
