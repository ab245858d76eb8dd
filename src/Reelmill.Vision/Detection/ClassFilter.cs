using Reelmill.Core;
using Reelmill.Vision.Models;

namespace Reelmill.Vision.Detection;

/// <summary>Finds the classes that somebody named.</summary>
internal static class WantedClasses
{
    /// <summary>Which classes are wanted: all when none is named.</summary>
    /// <exception cref="ModelException"><c>class_unknown</c>: the model has no label of a name.</exception>
    public static bool[] Of(string model, IReadOnlyList<string> labels, IReadOnlyList<string> names)
    {
        var wanted = new bool[labels.Count];
        wanted.AsSpan().Fill(names.Count == 0);
        foreach (var name in names)
        {
            var index = IndexOf(labels, name);
            wanted[index >= 0 ? index : throw Unknown(model, labels, name)] = true;
        }

        return wanted;
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

    private static ModelException Unknown(string model, IReadOnlyList<string> labels, string name)
    {
        var near = NearestName.Of(name, labels) is { } label ? $" Did you mean '{label}'?" : string.Empty;
        return new ModelException("class_unknown", $"The model {model} has no class '{name}'.{near} Its classes are: {string.Join(", ", labels)}.");
    }
}
