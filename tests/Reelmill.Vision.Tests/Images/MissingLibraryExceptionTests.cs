using Reelmill.Vision.Images;

namespace Reelmill.Vision.Tests.Images;

public class MissingLibraryExceptionTests
{
    [Fact]
    public void It_names_the_library_and_what_installs_it()
    {
        var exception = Should.Throw<MissingLibraryException>(
            () => MissingLibraryException.ThrowIfAbsent("libabsent.so.0", "apt-get install libabsent0"));

        exception.Library.ShouldBe("libabsent.so.0");
        exception.Remedy.ShouldBe("apt-get install libabsent0");
        exception.Message.ShouldContain("apt-get install libabsent0");
    }
}
