using Reelmill.Core;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Detection;

/// <summary>Resolves requested class names to a mask over the model's classes.</summary>
internal static class ClassFilter
{
    /// <summary>Creates the mask: true for each requested class, and for all classes when none is requested.</summary>
    /// <exception cref="ModelException"><c>class_unknown</c>: the model has no such label.</exception>
    public static bool[] Create(string model, IReadOnlyList<string> labels, IReadOnlyList<string> names)
    {
        var mask = new bool[labels.Count];
        mask.AsSpan().Fill(names.Count == 0);
        foreach (var name in names)
        {
            var index = IndexOf(labels, name);
            mask[index >= 0 ? index : throw CreateError(model, labels, name)] = true;
        }

        return mask;
    }

    private static int IndexOf(IReadOnlyList<string> labels, string name)
    {
        for (var i = 0; i < labels.Count; i++)
        {
            if (string.Equals(labels[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private static ModelException CreateError(string model, IReadOnlyList<string> labels, string name)
    {
        var near = NearestName.Find(name, labels) is { } label ? $" Did you mean '{label}'?" : string.Empty;
        return new ModelException("class_unknown", $"The model {model} has no class '{name}'.{near} Its classes are: {string.Join(", ", labels)}.");
    }
}
