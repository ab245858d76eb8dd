using Xunit;

namespace Reelmill.Testing;

/// <summary>Regression inputs, each in its own folder with the expected value. A test whose input is missing is skipped by name.</summary>
public static class TestCases
{
    /// <summary>The path of a file below <c>REELMILL_CASES</c>; skips the test when the folder or file does not exist.</summary>
    public static string Path(string name, params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable("REELMILL_CASES");
        Assert.SkipWhen(string.IsNullOrEmpty(root), "REELMILL_CASES is not set");
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine([root!, name, .. parts]));
        Assert.SkipUnless(System.IO.Path.Exists(path), $"{path} does not exist");
        return path;
    }
}
