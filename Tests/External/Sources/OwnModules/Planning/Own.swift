package struct Own {}
